-- Neovim 0.11 and newer: save as ~/.config/nvim/lsp/claimlint.lua, then in init.lua:
--   vim.lsp.enable('claimlint')
return {
  cmd = { 'claimlint', 'lsp' },
  filetypes = {
    'markdown', 'mdx', 'html', 'htmldjango', 'astro', 'vue', 'svelte', 'php', 'liquid', 'eruby',
    'javascriptreact', 'typescriptreact', 'json', 'jsonc', 'yaml', 'rst', 'asciidoc', 'text',
  },
  root_markers = { 'claimlint.toml', '.claimlint.yaml', '.git' },
  -- strict: notes as well; packs and jurisdictions: lists, as in the configuration file.
  settings = { claimlint = { strict = false } },
}

-- Neovim 0.8 to 0.10, in init.lua instead:
--   vim.api.nvim_create_autocmd('FileType', {
--     pattern = { 'markdown', 'html' },
--     callback = function(args)
--       vim.lsp.start({
--         name = 'claimlint',
--         cmd = { 'claimlint', 'lsp' },
--         root_dir = vim.fs.dirname(vim.fs.find({ 'claimlint.toml', '.git' }, { upward = true })[1]),
--       }, { bufnr = args.buf })
--     end,
--   })
