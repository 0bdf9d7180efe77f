-- Removes the fences of a transaction that was rolled back before its COMMIT
-- was sent. Nothing else changes: tokens keep their versions, and none is
-- created.
--
-- KEYS[2…]  the tokens of what the transaction has fenced
-- ARGV[7]   its nonce
--
-- Returns the common answer.

local _, versions, fences = load (ARGV[7])

for i = 2, #KEYS do
  if fences[i] then
    save (KEYS[i], versions[i] or tick () .. ' ' .. tick (), fences[i])
  end
end

of_commits ('HDEL', ARGV[7])
return close_origin ()
