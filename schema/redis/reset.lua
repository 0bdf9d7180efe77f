-- Gives tokens a new version after a commit, and takes its fences away. The
-- fences of other commits stay.
--
-- KEYS[2…]  the tokens of all that the transaction wrote
-- ARGV[5]   the nonce of the commit
--
-- Returns the origin. Calling it again changes the tokens once more, which
-- costs misses and is otherwise harmless.

for i = 2, #KEYS do
  local _, _, fences = load (KEYS[i], ARGV[5])
  save (KEYS[i], tick (), tick (), fences or fences_of_created ())
end

return close_origin ()
