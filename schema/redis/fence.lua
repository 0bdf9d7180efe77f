-- Fences tokens that a commit is about to change.
--
-- KEYS[2…]  the tokens of everything that the transaction wrote
-- ARGV[7]   the nonce of the commit
--
-- Returns the common answer. A second call moves the fence to the present.

local _, versions, fences = load (ARGV[7])
local fence = ' ' .. tick () .. '-' .. ARGV[7] .. '-' .. ARGV[4]
local new = tick () .. ' ' .. tick ()

for i = 2, #KEYS do
  keep (KEYS[i],
        (versions[i] or new) .. (fences[i] or fences_of_created ()) .. fence)
end

-- The commit may have fenced other tokens by an earlier call.
local entry = fence .. '\n' .. table.concat (KEYS, '\n', 2)
if of_commits ('HSETNX', ARGV[7], entry) == 0 then
  of_commits ('HSET', ARGV[7],
              entry .. of_others (of_commits ('HGET', ARGV[7])))
end
return close_origin ()
