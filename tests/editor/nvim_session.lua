-- Drives a real Neovim (0.7 or newer) through a session with the language server and prints what
-- it saw as one JSON object.
--   SERVER='["claimlint","lsp"]' nvim --headless -u NONE -i NONE -n -S nvim_session.lua page.md
local function die(said) io.stderr:write(said .. '\n'); vim.cmd('cquit 1') end
local buffer = vim.api.nvim_get_current_buf()
vim.bo[buffer].filetype = 'markdown'
local ready = false
local id = vim.lsp.start_client({
  name = 'claimlint', cmd = vim.fn.json_decode(os.getenv('SERVER')), root_dir = vim.fn.getcwd(),
  capabilities = vim.lsp.protocol.make_client_capabilities(),
  on_attach = function() ready = true end,
  on_exit = function(code) if code ~= 0 then die('the server ended with ' .. code) end end,
})
if not id then die('no client') end
vim.lsp.buf_attach_client(buffer, id)
local client = vim.lsp.get_client_by_id(id)

local function found(code)
  for _, d in ipairs(vim.diagnostic.get(buffer)) do
    if d.code == code then return d end
  end
end
local function wait(test, what)
  if not vim.wait(120000, test, 20) then die('timeout: ' .. what) end
end
local function line(n) return vim.api.nvim_buf_get_lines(buffer, n, n + 1, false)[1] end
local function slim(d) return { lnum = d.lnum, col = d.col, end_col = d.end_col, message = d.message } end

local rule = 'safe-and-effective'
local out = { encoding = client.offset_encoding }
out.nvim = vim.fn.matchstr(vim.fn.execute('version'), 'NVIM v\\zs[0-9.]*')
wait(function() return ready and found(rule) end, 'diagnostics on open')
out.open = slim(found(rule))

-- An edit with a character beyond the basic plane, before the claim.
local row = out.open.lnum
vim.api.nvim_buf_set_text(buffer, row, 0, row, 0, { '😀 ' })
wait(function() local d = found(rule); return d and d.col ~= out.open.col end, 'after the edit')
out.edited = slim(found(rule))
out.line = line(row)

-- The quick fixes there, as the editor asks for them.
local function unit(byte)
  local _, utf16 = vim.str_utfindex(line(row), byte)
  return utf16
end
local d = found(rule)
local lsp = d.user_data and d.user_data.lsp or {}
local range = { start = { line = d.lnum, character = unit(d.col) },
  ['end'] = { line = d.end_lnum, character = unit(d.end_col) } }
local answer = vim.lsp.buf_request_sync(buffer, 'textDocument/codeAction', {
  textDocument = vim.lsp.util.make_text_document_params(buffer), range = range,
  context = { diagnostics = { { range = range, message = d.message, severity = d.severity,
    source = d.source, code = lsp.code or d.code, data = lsp.data } } },
}, 120000)
local actions = answer and answer[id] and answer[id].result
if not actions or not actions[1] then die('no code action: ' .. vim.inspect(answer)) end
out.titles = {}
for _, action in ipairs(actions) do out.titles[#out.titles + 1] = action.title end
out.preferred = actions[1].isPreferred

vim.cmd('let &undolevels = &undolevels')
vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
wait(function() return not found(rule) end, 'the diagnostic goes with the fix')
out.fixed = line(row)
vim.cmd('silent undo')
wait(function() return found(rule) end, 'the diagnostic is back after undo')
out.undone = line(row)

io.stdout:write(vim.fn.json_encode(out) .. '\n')
vim.lsp.stop_client(id)
vim.wait(300)
vim.cmd('qa!')
