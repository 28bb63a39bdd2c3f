"""Sample workbooks (样表): files as officials write them, good ones and bad ones with one fault each, kept in fixtures/.

Every enterprise in them is invented; the quotas are those of seeds/quotas_2010.csv with a few changes, so that a preview
shows all there is to show. `manage.py make_fixtures` writes them.
"""
