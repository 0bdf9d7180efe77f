-- Marks tokens as being written by a commit that is about to be sent.
--
-- KEYS[2…]  the tokens of all that the transaction wrote
-- ARGV[5]   the nonce of the commit
--
-- Returns the origin. Calling it again moves the fence to the present.

local _, versions, fences = load (ARGV[5])
local fence = ' ' .. tick () .. '-' .. ARGV[5]
local new = tick () .. ' ' .. tick ()

for i = 2, #KEYS do
  keep (KEYS[i],
        (versions[i] or new) .. (fences[i] or fences_of_created ()) .. fence)
end

return close_origin ()
