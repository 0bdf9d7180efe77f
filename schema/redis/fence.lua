-- Marks tokens as being written by a commit that is about to be sent.
--
-- KEYS[2…]  the tokens of all that the transaction wrote
-- ARGV[5]   the nonce of the commit
--
-- Returns the origin. Calling it again moves the fence to the present.

local fence = ' ' .. tick () .. '-' .. ARGV[5]

for i = 2, #KEYS do
  local version, changed, fences = load (KEYS[i], ARGV[5])
  if not version then
    version, changed, fences = tick (), tick (), fences_of_created ()
  end
  save (KEYS[i], version, changed, fences .. fence)
end

return close_origin ()
