;;; claimlint.el --- Health-marketing claims in Emacs  -*- lexical-binding: t; -*-

;; Emacs 29 and newer: eglot is part of it.  M-x eglot in a page starts the server.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((markdown-mode gfm-mode html-mode mhtml-mode web-mode) . ("claimlint" "lsp"))))

;; Without a server: M-x compile RET claimlint . RET; next-error visits each finding, no setting
;; is needed.
;;; claimlint.el ends here
