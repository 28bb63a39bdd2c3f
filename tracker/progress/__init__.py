"""Progress (进度与验收): evidence of what was done, reports, inspection and acceptance, publication, and no comeback.

The stages themselves and the rule which evidence a move needs stand in the targets room; orders are enforcement's.
Source: S4.3 (inspection and acceptance, circulars); State Council 2010 no. 7; MIIT and others 2011 no. 46.
"""
