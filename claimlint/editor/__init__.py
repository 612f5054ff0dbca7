"""The language server: findings, hovers and fixes in the editor, over the same engine.

    wire.py        bytes <-> messages; nothing that a client sends can end it
    protocol.py    messages -> handlers, each request answered
    text.py        the text of an open document, and positions in the client's units
    projects.py    folder -> settings and rules, read anew when their files change
    engine.py      text -> findings and rewrites, in one worker thread
    convert.py     findings and notices -> diagnostics and hovers
    actions.py     rewrites, waivers and fix-all as edits
    completion.py  rule ids inside waivers and configuration
    server.py      ties them to the protocol

Only `claimlint lsp` imports this package; pygls comes with the extra `lsp`.
"""
