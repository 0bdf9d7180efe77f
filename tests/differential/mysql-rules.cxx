#include "subject.hxx"

// The SQL of MariaDB, and some that it does not take.

namespace differential
{
  const char* const rules (R"~~(
settings: 14* SET sql_mode = '' | 3* SET sql_mode = 'ANSI_QUOTES' | SET sql_mode = 'ORACLE'
  | 3* SET sql_mode = 'NO_BACKSLASH_ESCAPES' | SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'
  | SET sql_mode = 'IGNORE_SPACE,PIPES_AS_CONCAT' | SET NAMES latin1 | 2* SET NAMES gbk
  | 2* SET NAMES sjis | PREPARE p FROM 'DELETE FROM users' | SET autocommit = 0
  | SET sql_mode = 'ANSI' | SET sql_mode = 'MSSQL'

text: 18* {statement}
  | {statement}; | {statement} ;{nl}
  | 2* {statement}; {statement}
  | {query}; {statement}; {query}
  | {statement}; {statement}; {statement}
  | SAVEPOINT s; {statement}; RELEASE SAVEPOINT s
  | SAVEPOINT s; {statement}; ROLLBACK TO s
  | {statement}; SELECT 1 FROM no_table; {statement}
  | {boundary}; {statement} | {boundary}
  | {statement}; {boundary}
  | {statement} --{nl} | {statement} #
  | {session}; {statement}
  | 2* {trap} | SET NAMES {encoding} {then} {encoded}
  | SET sql_mode = '{mode}' {then} {backslash}

statement: {simple}
  | 9* {insert} | 9* {update} | 9* {delete} | 4* {several} | 4* {query}
  | 2* {definition} | 4* {temporary} | 2* {other} | {load} | {dynamic} | {block}
  | 2* {explain} {explained} | 4* SET STATEMENT {variable} FOR {explained}
  | 2* {versioned}

simple: DELETE FROM users
explained: {insert} | {update} | {delete} | {query} | {several}
explain: EXPLAIN | EXPLAIN EXTENDED | DESCRIBE | DESC | ANALYZE | ANALYZE FORMAT=JSON
  | EXPLAIN FORMAT=JSON | EXPLAIN PARTITIONS
variable: max_statement_time = 5 | max_statement_time = 5, sort_buffer_size = 100000
  | sql_mode = 'ANSI_QUOTES' | max_statement_time = (IF (1, 5, 6))
  | max_statement_time = 5 FOR SET STATEMENT sort_buffer_size = 100000

insert: INSERT {priority?} {?IGNORE} {?INTO} {table} {rows} {duplicate?} {returning?}
  | 3* INSERT {?IGNORE} INTO {table} (id, n, name) {source} {duplicate?} {returning?}
  | REPLACE {delayed?} {?INTO} {table} {rows} {returning?}
  | REPLACE INTO {table} (id, n, name) {source}
  | INSERT INTO {table} SET id = {new-id}, n = {int}, name = {string} {duplicate?}
  | REPLACE {table} SET id = {new-id} | INSERT INTO {table} (id) VALUES ({new-id})
priority: LOW_PRIORITY | HIGH_PRIORITY | DELAYED
delayed: LOW_PRIORITY | DELAYED
rows: (id, n, name) VALUES ({new-id}, {number}, {string})
  | (id, n) VALUE ({new-id}, {number}), ({new-id}, DEFAULT)
  | (id) VALUES ({new-id}), ({new-id})
source: SELECT id + {int} + 20, n, {string} FROM {table}
  | VALUES ({new-id}, {number}, {string})
  | (SELECT id + 100, n, REPLACE (name, 'a', 'b') FROM {table} WHERE true)
  | WITH c AS (SELECT 31 AS x) SELECT x, 1, 'a' FROM c
duplicate: ON DUPLICATE KEY UPDATE n = VALUES(n) + {int}
  | ON DUPLICATE KEY UPDATE name = {string}, n = n + 1

update: UPDATE logs PARTITION (p0) SET n = n + 2 | UPDATE {low?} {?IGNORE} {table} SET {assignments} {where?} {limit?}
  | UPDATE {low?} {table} {?AS} {alias#1} SET {alias#1}.n = {alias#1}.n + 1 WHERE {alias#1}.id = 1
low: LOW_PRIORITY
limit: ORDER BY id LIMIT 1 | LIMIT 2
assignments: n = n + {int} | {q-n} = {int} | name = {string}, n = n + 1
  | n = {expression} | name = REPLACE (name, 'a', {string}) | n = DEFAULT
alias: u | a1 | `x y` | temp | full | value | users | `order`

delete: DELETE FROM logs PARTITION (p1) {where?} | DELETE {low?} {?QUICK} {?IGNORE} FROM {table} {where?} {limit?} {returning?}
  | DELETE {alias#1} FROM {table} {?AS} {alias#1} WHERE {alias#1}.id = {id}
  | DELETE FROM {alias#1} USING {table} {?AS} {alias#1} WHERE {alias#1}.id = {id}

several: UPDATE {table} {?AS} {alias#1} {join} {table} {?AS} z {on} SET {alias#1}.n = z.n + 7
  | UPDATE {table} {?AS} {alias#1} {join} {table} {?AS} z {on} SET z.n = 9
  | UPDATE {table} {?AS} {alias#1}, {table} z SET {alias#1}.n = 8, z.n = 8 WHERE z.id = {alias#1}.id
  | UPDATE ({table} {alias#1} JOIN ({table} y CROSS JOIN {table} z)) SET y.n = 12
  | UPDATE {table} y, (SELECT 1 AS id, 9 AS m) d SET y.n = d.m WHERE y.id = d.id
  | UPDATE (SELECT 1 AS id) d, {table} {alias#1} SET {alias#1}.n = d.id + 5
  | UPDATE {table} {alias#1} LEFT JOIN {table} z USING (id) SET {alias#1}.n = 15, z.name = {string}
  | DELETE {alias#1} FROM {table} {?AS} {alias#1} {join} {table} z {on}
  | DELETE {alias#1}, z FROM {table} {?AS} {alias#1} {join} {table} z {on}
  | DELETE {alias#1}.*, z.* FROM {table} {?AS} {alias#1} {join} {table} z {on}
  | DELETE QUICK IGNORE z FROM {table} {alias#1} {join} {table} z {on}
  | DELETE FROM {alias#1} USING {table} {?AS} {alias#1} {join} {table} z {on}
  | DELETE FROM {alias#1}, z USING {table} {alias#1} {join} {table} z {on} WHERE z.id = 1
  | DELETE users FROM users {join} logs USING (id) | DELETE test.users, logs FROM users JOIN logs
  | DELETE FROM users, logs USING users INNER JOIN logs ON users.id = logs.id
  | UPDATE logs PARTITION (p0) {?AS} {alias#1}, {table} z SET {alias#1}.n = 3, z.n = 3
  | DELETE {alias#1} FROM logs PARTITION (p0, p1) {?AS} {alias#1} {join} {table} z {on}
  | UPDATE {table} z {join} logs PARTITION (p1) {?AS} {alias#1} {on} SET {alias#1}.n = 21
  | UPDATE {table} {alias#1} NATURAL JOIN {table} z SET {alias#1}.n = 31
  | UPDATE {table} {alias#1} FORCE INDEX (`PRIMARY`) {join} {table} z USE INDEX () {on} SET z.n = 13
  | UPDATE {table} {alias#1} LEFT JOIN ({table} y, {table} z) ON y.id = z.id SET z.n = 17
  | UPDATE {table} z, JSON_TABLE('[1]', '$[*]' COLUMNS (m INT PATH '$')) j SET z.n = 6
  | DELETE quick FROM quick | DELETE FROM quick | DELETE quick.* FROM quick, users
join: JOIN | INNER JOIN | CROSS JOIN | STRAIGHT_JOIN | , | LEFT JOIN
on: ON 1 | ON true

where: WHERE id = {id} | WHERE n < {int} AND name <> {string} | WHERE {condition}
  | WHERE id IN (SELECT id FROM (SELECT id FROM {table}) q)
  | WHERE EXISTS (SELECT * FROM (SELECT 1) o)
condition: n IS NOT NULL | name <=> {string} | true | NOT false | n BETWEEN 1 AND 9
  | name REGEXP '^[ab]' | n & 3 | n = 1 || n = 2 | name LIKE 'a\%' | n IN (1, 2)
returning: RETURNING id | RETURNING *

query: SELECT {free-expression}
  | SELECT * FROM {table} {where?} | VALUES (1), (2) | SELECT n FROM {table} INTO @n
  | SELECT 1 UNION SELECT n FROM {table} ORDER BY 1 LIMIT 1 | SELECT 1 INTO @x
  | SELECT {string}, n FROM {table} FOR UPDATE | SELECT * FROM {table} LOCK IN SHARE MODE
  | (SELECT 1) UNION ALL (SELECT 2) | SELECT SQL_NO_CACHE n AS quick FROM {table}
  | WITH c AS (SELECT 1) SELECT * FROM c | SELECT @a := 5 | SELECT n INTO @m FROM users LIMIT 1
  | SHOW TABLES | DESC users | SHOW CREATE TABLE users
  | WITH RECURSIVE c AS (SELECT 1 AS x UNION SELECT x + 1 FROM c WHERE x < 3) SELECT * FROM c

temporary: CREATE TEMPORARY TABLE {if-not-exists?} {new-or-old} (id int, n int)
  | CREATE TEMPORARY TABLE {new-or-old} SELECT * FROM {table}
  | CREATE TEMPORARY TABLE {new-or-old} LIKE logs
  | CREATE OR REPLACE TEMPORARY TABLE {new-or-old} (id int) AS {query}
  | CREATE TEMPORARY TABLE {new#1} (n INT); INSERT INTO {new#1} VALUES (1); DROP TEMPORARY TABLE {new#1}
  | CREATE TEMPORARY TABLE {new#1} (n INT); ALTER TABLE {new#1} RENAME users
  | DROP TEMPORARY TABLE IF EXISTS users
definition: CREATE TABLE {if-not-exists?} {new-table} (id INTEGER PRIMARY KEY, n INT)
  | CREATE {?TEMPORARY} TABLE {new-or-old} AS {query} | CREATE TABLE {new} LIKE users
  | CREATE OR REPLACE TABLE {new-or-old} SELECT 5 AS n | CREATE TABLE {new} SELECT * FROM {table}
  | CREATE VIEW {new} AS SELECT 1 | CREATE OR REPLACE VIEW shown AS SELECT 2
  | CREATE OR REPLACE ALGORITHM=MERGE VIEW {new} AS SELECT 2
  | CREATE {?UNIQUE} INDEX {if-not-exists?} i ON users (n, id) | DROP VIEW {if-exists?} shown
  | DROP TABLE {if-exists?} {table} | 4* DROP TABLE {if-exists?} {table}, {table}
  | DROP TABLES {table} WAIT 1 | TRUNCATE {table} | TRUNCATE TABLE {table} NOWAIT
  | ALTER {?IGNORE} TABLE {if-exists?} {table} RENAME {to?} {new}
  | ALTER TABLE {table} ADD {?COLUMN} fresh INT DEFAULT 4, RENAME TO {new}
  | ALTER TABLE {table} RENAME COLUMN name TO m, ADD x INT DEFAULT 1
  | ALTER TABLE {table} DROP {?COLUMN} name | ALTER TABLE {table} MODIFY n BIGINT
  | ALTER TABLE {table} CHANGE name label TEXT, RENAME = fresh | ALTER TABLE {table} ORDER BY n DESC
  | ALTER TABLE {table} RENAME KEY `PRIMARY` TO z | ALTER TABLE {table} ENGINE=InnoDB
  | RENAME TABLE {table} TO {new} | 4* RENAME TABLE {table} TO {new}, {table} TO app.fresh | RENAME TABLE users TO {new#1}, logs TO users, {new#1} TO logs
  | RENAME TABLES {if-exists?} {table} WAIT 1 TO {new} | RENAME TABLE users NOWAIT TO app.fresh
  | CREATE TABLE fresh (n INT) ENGINE=MRG_MyISAM UNION=(logs) | CREATE SEQUENCE fresh
to: TO | AS | =
if-not-exists: IF NOT EXISTS
if-exists: IF EXISTS
new-table: {new} | test.{new} | app.{new} | `app`.{new}
new-or-old: {new} | users | `order` | logs | test.logs | app.users
new: fresh | `fresh one` | `fresh`

other: SAVEPOINT s | SET @a = 1 | SET @a := (SELECT max(n) FROM users), @b = 2
  | DO 1 | DO (SELECT max(n) FROM users) | ANALYZE TABLE users | CHECK TABLE users
  | OPTIMIZE TABLE logs | FLUSH TABLES | FLUSH TABLES users WITH READ LOCK | USE app
  | LOCK TABLES users WRITE | LOCK TABLES users READ, logs WRITE | UNLOCK TABLES
  | SET SESSION autocommit = 0 | SET autocommit = 1
  | SHOW VARIABLES LIKE 'x' | CHECKSUM TABLE users | REPAIR TABLE users 
  | SET NAMES utf8 | RESET QUERY CACHE | SHOW WARNINGS | SET CHARACTER SET utf8
  | HANDLER users OPEN | HANDLER users OPEN; HANDLER users READ FIRST; HANDLER users CLOSE
  | BEGIN NOT ATOMIC DELETE FROM users; END
  | BEGIN NOT ATOMIC UPDATE logs SET n = 0; DELETE FROM users; END; {statement}
  | IF 1 THEN DELETE FROM users; END IF
  | SET TRANSACTION READ ONLY | XA START 'x'
load: LOAD DATA INFILE 'DIRECTORY/rows' INTO TABLE {table} (id, n, name)
  | LOAD DATA INFILE 'DIRECTORY/rows' REPLACE INTO TABLE {table} CHARACTER SET utf8 (id, n, name)
  | LOAD DATA INFILE "DIRECTORY/rows" IGNORE INTO TABLE {table} (id, n, name) SET n = n + 1
  | LOAD DATA LOW_PRIORITY INFILE 'DIRECTORY/rows' INTO TABLE {table} FIELDS TERMINATED BY '\t' (id, n, name)
block: BEGIN DELETE FROM users; END | BEGIN UPDATE logs SET n = 0; DELETE FROM users; END; {statement}
  | FOR i IN 1..2 DO DELETE FROM users; END FOR | WHILE 0 DO SELECT 1; END WHILE; {statement}
  | CASE WHEN 1 THEN DELETE FROM users; ELSE SELECT 1; END CASE | l: LOOP DELETE FROM users; LEAVE l; END LOOP l
  | REPEAT DELETE FROM users; UNTIL 1 END REPEAT | <<l>> BEGIN DELETE FROM users; END
  | DECLARE x INT; BEGIN DELETE FROM users; END | IF 0 THEN SELECT 1; ELSE DELETE FROM logs; END IF; {statement}
  | BEGIN NOT ATOMIC DECLARE x INT DEFAULT 5; UPDATE logs SET n = x; END

dynamic: EXECUTE IMMEDIATE 'DELETE FROM users' | PREPARE p FROM 'DELETE FROM users'; EXECUTE p | EXECUTE IMMEDIATE concat('DELETE FROM ', 'logs')
  | PREPARE q FROM 'UPDATE users SET n = 0' | PREPARE q FROM 'DELETE FROM logs'; EXECUTE q
  | PREPARE p FROM 'SELECT 1'; DEALLOCATE PREPARE p | SET @s = 'DELETE FROM users'; PREPARE q FROM @s; EXECUTE q
versioned: DELETE FROM /*! users */ | DELETE FROM /*!50000 users */ | /*! DELETE FROM users */
  | DELETE FROM /*!99999 logs */ users | DELETE FROM users /*M! WHERE id = 1 */
  | /*M!100100 UPDATE */ /*!999999 nothing */ users SET n = 6 | SELECT 1 /*! INTO @a */
  | UPDATE users /*!40000 , logs AS l */ SET users.n = 3 | INSERT /*! INTO */ users (id) VALUES (51)
  | SELECT 1 /*!99999 ; */ | DELETE FROM users /* !x */ | SELECT /*! 1; DELETE FROM users */
  | DELETE FROM users /*+ x */ | UPDATE users SET n = /*!100000 7 */ /*!999999 + 1 */
  | SELECT 1 /*M!999999 ' */; {statement} --~'{nl}
session: SET sql_mode = 'ANSI_QUOTES' | SET sql_mode = '' | SET @x = 1 | SET NAMES latin1
  | SET sql_mode = 'NO_BACKSLASH_ESCAPES' | SET SESSION sql_mode = DEFAULT | SET NAMES utf8mb4
boundary: 3* COMMIT | ROLLBACK | COMMIT; BEGIN | COMMIT WORK AND NO CHAIN
  | ROLLBACK; START TRANSACTION | COMMIT AND CHAIN | ROLLBACK AND CHAIN | BEGIN | BEGIN WORK
  | SAVEPOINT a; RELEASE SAVEPOINT a | START TRANSACTION WITH CONSISTENT SNAPSHOT

encoding: gbk | sjis | big5 | cp932 | latin1
mode: NO_BACKSLASH_ESCAPES | ANSI_QUOTES | ANSI_QUOTES,NO_BACKSLASH_ESCAPES

trap: 4* {backslash} | 2* {encoded} | {comment} | {literal}
backslash: SELECT '\'', '; {statement}; --~'{nl} | SELECT '\', '; {statement}; --~'{nl}
  | SELECT "a\"", '; {statement}; --~'{nl} | SELECT "a\", '; {statement}; --~"'{nl}
  | SELECT 'a' 'b\'; {statement}; --~'{nl} | SELECT _utf8'\'; {statement}; --~'{nl}
  | SELECT '\\'; {statement}; --~'{nl} | SELECT "\"; {statement}; --~"{nl}
  | SELECT 1 AS `\`; {statement} --~`{nl} | SELECT "a\", ", '; {statement}; --~"'{nl}
encoded: SELECT '{half}\'; {statement}; --~'{nl} | SELECT '\'#', '{half}\'; {statement} --~'
  | SELECT 1 AS `{half}`; {statement} #~`{nl} | SELECT 1 AS `{half}`, ' `, '; {statement}; --~`'{nl}
  | SELECT "{half}\"; {statement}; --~"{nl} | DELETE{xa0}FROM{xa0}users | DELETE FROM users{xa0}
  | DELETE FROM{xa0}users; {statement} | SELECT 1 --{xa0}; DELETE FROM users{nl}
comment: SELECT 1 --1; {statement}{nl}; {statement} | SELECT 1 --{t}; DELETE FROM users{nl}; {statement}
  | /* ' */ {statement} #~'{nl} | /* /* */ {statement} | SELECT 1 #~*/{nl}; {statement}
  | SELECT 1 --~'{r}; {statement}{nl}; {statement} #~'
literal: SELECT {string}; {statement} --~'{nl} | SELECT {string}, '; {statement}; --~'{nl}
  | SELECT "'"; {statement}; --~'{nl} | SELECT '"'; {statement}; --~"{nl}
  | SELECT N'a', X'1F', b'01'; {statement} | SELECT `n` FROM users; {statement} #~`{nl}
  | SELECT q'{nl}'; {statement} | SELECT n'it''s'; {statement} --~'{nl} | SELECT ''''; {statement}
half: {xbf} | {x95} | {xe9} | ä | {xa0}

table: 3* {users} | 2* {logs} | {order} | {mixed} | {a-b} | {a-c} | {c-d} | {umlaut}
  | 2* {app-users} | {extra} | 2* {house} | 2* {person} | {dog} | {keyword}
users: 4* users | `users` | test.users | `test`.`users` | test.`users` | test~.~users | .users
  | test~. users
logs: 3* logs | `logs` | test.logs | test . logs
order: `order` | test.`order` | test.order
mixed: Mixed | `Mixed`
a-b: `a"b` | test.`a"b`
a-c: `a``b`
c-d: `c.d` | test.`c.d`
umlaut: ä | `ä` | test.ä
app-users: app.users | `app`.`users` | app.`users`
extra: app.extra | `app`.extra
house: house | `house` | test.house
person: person | `person`
dog: dog | `dog`
keyword: quick | value | `value` | test.quick

id: 1 | 2 | 3
new-id: 21 | 22 | 27 | 28 | 29 | 1
int: 1 | 2 | 5
number: {int} | 1.5 | 1e2 | .5 | -3 | 0x10 | 0b11 | +4
q-n: n | `n` | N
string: 4* 'a' | 'it''s' | '--~' | '/*' | 'a;~DELETE~FROM~users' | '\\' | '' | "b" | "it's"
  | 'a\'b' | "a""b" | '#' | _utf8'x' | N'a' | _latin1'a' | "a\"b" | 'a' 'b' | x'61'
  | 'a{nl}b' | '"' | '`' | '[' | 'ä' | 'INTO~users' | "\\" | 'a''' | '''' | '\n' | '\%'
expression: {int} | n + 1 | CASE WHEN n > 1 THEN 5 ELSE {int} END | (n) + (1)
  | n -- 1{nl}+ 1 | CAST(n AS SIGNED) + 1 | coalesce(n, {int}) | n - -1 | n--1 | n*/*c*/2
  | length({string}) | n DIV 1 + 3 | n MOD 2 | IF(n > 1, 4, 6) | n #c{nl}+ 2 | n = 1 || n = 3
  | (SELECT 4) | INSERT('abc', 1, 1, '7') | REPLACE('a1', 'a', '')
free-expression: {int} | {string} | REPLACE({string}, 'a', 'b') | length({string})
  | (SELECT max(n) FROM {table}) | 1 <> 2 | @a | @@sql_mode | INSERT('a', 1, 1, 'b') | 1e3 | 5--3
  | `n` FROM {table} | *, n FROM {table} | {table}.n FROM {table}

gap: {nl} | ~{nl}~ | /**/ | /*~c~*/ | --~c{nl} | --{nl} | /*~'~*/
  | --~'{nl} | --~;~DELETE{nl} | /*~;~*/ | /*~--~*/ | --~/*{nl} | ~~
  | {t} | {r} | {f} | {v} | #~c{nl} | #'{nl} | #{nl} | --{t}x{nl} | {r}{nl} | /*~!~*/ | /*!*/ | /*! */

own-table: `users` | `order` | `a"b` | `app`.`users` | `app`.`extra` | `house`
  | `test`.`logs` | `person` | `ä` | `c.d` | `Mixed` | `quick` | `value` | `a``b`
own: INSERT INTO {own-table#1} (`id`, `n`, `name`) VALUES ({p}, {p}, {p})
  | INSERT INTO {own-table#1} (`id`, `n`, `name`) VALUES ({p} + 30, {p}, 1)
  | UPDATE {own-table#1} SET `n`={p}, `name`={p} WHERE `id`={p}
  | UPDATE {own-table#1} SET `name`={p}, `n`=`n`+1 WHERE `id`={p} AND `n`={p}
  | DELETE FROM {own-table#1} WHERE `id`={p}
  | DELETE FROM {own-table#1} WHERE `id`={p} AND `n`={p}
  | DELETE FROM {own-table#1}
  | DELETE FROM {own-table#1} WHERE {own-where}
  | SELECT {own-columns} FROM {own-table#1} WHERE {own-table#1}.`id`={p}
  | SELECT {own-columns} FROM {own-table#1} WHERE {own-table#1}.`id`={p} ORDER BY {own-table#1}.`n`
  | SELECT{nl}{own-columns}{nl}FROM {own-table#1}{nl}LEFT JOIN `person` AS `of` ON `of`.`id`={own-table#1}.`id` WHERE {own-where} ORDER BY {own-table#1}.`n` FOR UPDATE
  | SELECT{nl}1{nl}FROM {own-table#1}{nl}WHERE {own-where} LIMIT 1
  | SELECT count(*) FROM {own-table#1}
own-columns: {own-table#1}.`id`,{nl}{own-table#1}.`n`
  | {own-table#1}.`id`, {own-table#1}.`n`, {own-table#1}.`name`
own-where: (`n` = {p}) | ({own-table#1}.`n` > {p}) AND (1 = 1)
  | ({own-table#1}.`n` IN ({p}, {p})) OR ({own-table#1}.`name` IS NOT NULL)
  | ({own-table#1}.`n` > {p}) AND ({own-table#1}.`name` LIKE 'a%') | 1
)~~");
}
