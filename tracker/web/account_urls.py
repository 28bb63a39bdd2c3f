"""Addresses of accounts: one's own, and those the administrators keep."""

from django.urls import URLPattern, path

from tracker.web import account_resets, accounts, officers, own_account

urlpatterns: list[URLPattern] = [
    path("account/password/", own_account.password, name="own_password"),
    path("account/tokens/", own_account.tokens, name="own_tokens"),
    path("account/tokens/revoke/", own_account.revoke, name="own_token_revoke"),
    path("accounts/", officers.accounts, name="accounts"),
    path("accounts/new/", accounts.new, name="account_new"),
    path("accounts/<int:pk>/", accounts.detail, name="account"),
    path("accounts/<int:pk>/edit/", accounts.edit, name="account_edit"),
    path("accounts/<int:pk>/grant/", accounts.grant, name="account_grant"),
    path("accounts/<int:pk>/password/", account_resets.password, name="account_password"),
    path("accounts/<int:pk>/tokens/", account_resets.tokens, name="account_tokens"),
]
