"""The door of operators (管理命令): commands, and what they alone need: seeding, samples, the demo."""
