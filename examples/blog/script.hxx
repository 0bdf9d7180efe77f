#ifndef EXAMPLES_BLOG_SCRIPT_HXX
#define EXAMPLES_BLOG_SCRIPT_HXX

namespace blog
{
  namespace html
  {
    // The part of every page that shows how it was made, which the header
    // Server-Timing tells: a badge on each element data-fragment, and the sum
    // of it in the element with the id "made". The classes are Bootstrap's.
    //
    const char script[] = R"js(
const words = {
  hit: ['success', 'hits', 'Redis had it under this key.'],
  miss: ['danger', 'misses', 'It was made, and is kept under this key now.'],
  waited: ['warning', 'waited', 'Another request was making it, and shared it.'],
  unstorable: ['warning', 'unstorable', 'It was made, and is not kept: ' +
               'a commit is in flight, or Redis does not answer.'],
  browser: ['primary', '', 'The browser has it. Its tag stands for this key.']
};

// The spaces keep words apart where the style sheet is missing.
function add (parent, name, classes, text, title) {
  const e = document.createElement (name);
  e.className = classes;
  e.textContent = text;
  if (title) e.title = title;
  parent.append (e, ' ');
}

// A key such as "alkey;EPOCH;VERSION/alkey:articles#1;…" is too long for a
// phone. The end of the version and the rest tell most.
function short (key) {
  return key.replace (/^alkey;[^;]*;/, '').replace (/alkey:/g, '')
            .replace (/\d{10,}/g, d => '…' + d.slice (-6));
}

function milliseconds (timing) {
  return timing.duration.toFixed (timing.duration < 10 ? 2 : 0) + ' ms';
}

function show (element, word, key, took) {
  const [colour, , sentence] = words[word];
  const item = element.tagName === 'LI';
  const row = document.createElement ('div');
  row.className = 'd-flex align-items-center gap-2 small ' +
    (item ? 'mt-1' : 'card-header py-1 bg-opacity-10 bg-' + colour);
  add (row, 'span', 'badge bg-opacity-100 text-bg-' + colour, word, sentence);
  add (row, 'code', 'text-truncate flex-grow-1 text-body', short (key), key);
  add (row, 'span', 'text-muted text-nowrap', took);
  element.dataset.source = word;
  if (item)
    element.append (row);
  else {
    element.prepend (row);
    element.classList.add ('border-' + colour);
  }
}

// Browsers hide it on pages that come neither by HTTPS nor from this machine.
const timings =
  performance.getEntriesByType ('navigation')[0].serverTiming ?? [];
const counts = new Map ();
const made = document.getElementById ('made');

for (const t of timings) {
  const [word, key] = t.description.split (' ');
  if (t.name === 'page')
    for (const e of document.querySelectorAll ('section[data-fragment]'))
      show (e, 'browser', key, '');
  else if (word in words) {
    counts.set (word, (counts.get (word) ?? 0) + 1);
    const e = document.querySelector (`[data-fragment="${t.name}"]`);
    if (e) show (e, word, key, milliseconds (t));
  }
}

for (const t of timings) {
  if (t.name === 'page')
    add (made, 'span', 'badge text-bg-primary',
         '304: your browser has this page');
  if (t.name === 'sql') {
    for (const [word, n] of counts)
      add (made, 'span', 'badge text-bg-' + words[word][0],
           n + ' ' + (n === 1 ? word : words[word][1]));
    add (made, 'span', '', t.description + ' SQL statements');
  }
  if (t.name === 'total')
    add (made, 'span', '', milliseconds (t));
}
)js";
  }
}

#endif // EXAMPLES_BLOG_SCRIPT_HXX
