// Everything works without this file; it keeps pages up to date and adds keyboard shortcuts. It never turns a user's text
// into markup: the server rendered what is inserted.

const mark = document.getElementById('live');
const words = { live: 'Live', reconnecting: 'Reconnecting', stale: 'Server busy', paused: 'Paused', ended: 'Up to date', out: 'Signed out' };

function show(state) {
  if (mark && mark.dataset.state !== state) {
    mark.hidden = false;
    mark.dataset.state = state;
    mark.textContent = words[state];
  }
}

// Each element replaces the one with its id. Unchanged elements are not touched, and the focus stays.
function swap(elements) {
  for (const next of elements) {
    const now = next.id && document.getElementById(next.id);
    if (!now || now.outerHTML === next.outerHTML) continue;
    const focused = now.contains(document.activeElement) ? document.activeElement.id : '';
    const selected = now.getAttribute('aria-selected');
    if (selected) next.setAttribute('aria-selected', selected);
    now.replaceWith(next);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    for (const id of next.dataset.refetch?.split(' ') ?? []) owed.add(id);
  }
  tick();
  if (owed.size > 0) refetch();
}

// Between the press and the release of a button nothing is replaced: a click on a removed element would be lost. The page
// does not learn of the release of the secondary button, because its menu is open then.
let pressed = false;
const waiting = [];

function swapWhenFree(elements) {
  if (pressed) waiting.push(elements);
  else swap(elements);
}

addEventListener('pointerdown', e => { pressed = e.button === 0; });
for (const end of ['pointerup', 'pointercancel']) {
  addEventListener(end, () => {
    pressed = false;
    setTimeout(() => { for (const elements of waiting.splice(0)) swap(elements); });
  });
}

// Batches that are newer than the page are announced, not inserted: rows do not move under the pointer.
const fresh = new Set();
const list = document.querySelector('table[data-newest]');
const news = document.querySelector('#news a');

function announce(elements) {
  if (!list?.dataset.newest || !news) return;
  for (const e of elements) {
    if (BigInt(e.dataset.created ?? 0) > BigInt(list.dataset.newest) && !document.getElementById(e.id)) fresh.add(e.id);
  }
  if (fresh.size === 0) return;
  const text = fresh.size === 1 ? '1 new batch' : fresh.size + ' new batches';
  if (news.textContent !== text) news.textContent = text;
  news.hidden = false;
}

function parse(html) {
  const holder = document.createElement('template');
  holder.innerHTML = html;
  return [...holder.content.children];
}

// Parts that depend on the session, such as forms, come with the page, which is requested again. One request at a time, so that
// an older answer never replaces a newer one; a failed request is repeated.
const owed = new Set();
let asking = false;

async function refetch() {
  if (asking) return;
  asking = true;
  while (owed.size > 0) {
    const ids = [...owed];
    owed.clear();
    const page = await thisPageAnew();
    if (!page) {
      for (const id of ids) owed.add(id);
      setTimeout(refetch, 3000);
      break;
    }
    swapWhenFree(ids.map(id => page.getElementById(id)).filter(Boolean).map(e => document.importNode(e, true)));
  }
  asking = false;
}

async function thisPageAnew() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    return null; // the server is down; the feed has ended, too, and reports it
  }
}

// After the end of the session, a page is answered with a redirect to the sign-in page.
async function isSignedOut() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, redirect: 'manual' });
    return answer.type === 'opaqueredirect';
  } catch {
    return false;
  }
}

function watch(path) {
  let source, timer, wait = 1000;

  function open() {
    clearTimeout(timer);
    source = new EventSource(path);
    source.onopen = () => { wait = 1000; show('live'); };
    source.onerror = async () => {
      source.close();
      if (document.hidden) return;
      show('reconnecting');
      if (wait > 2000 && await isSignedOut()) {
        show('out');
        return;
      }

      timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, 30000);
    };
    source.addEventListener('html', e => {
      const elements = parse(e.data);
      show('live');
      announce(elements);
      swapWhenFree(elements);
    });
    source.addEventListener('fresh', () => show('live'));
    source.addEventListener('stale', () => show('stale'));
    source.addEventListener('end', () => {
      source.close();
      document.removeEventListener('visibilitychange', turn);
      show('ended');
    });
  }

  // A hidden page needs no updates.
  function turn() {
    clearTimeout(timer);
    source?.close();
    if (document.hidden) show('paused');
    else open();
  }

  document.addEventListener('visibilitychange', turn);
  addEventListener('pagehide', () => { clearTimeout(timer); source?.close(); });
  addEventListener('pageshow', e => { if (e.persisted) turn(); });
  turn();
}

// The same texts as the server's, which rendered them first.
function ago(seconds) {
  if (seconds < 5) return 'just now';
  if (seconds < 90) return Math.floor(seconds) + ' s ago';
  if (seconds < 5400) return Math.floor(seconds / 60) + ' min ago';
  if (seconds < 129600) return Math.floor(seconds / 3600) + ' h ago';
  return Math.floor(seconds / 86400) + ' d ago';
}

function tick() {
  for (const time of document.querySelectorAll('time[data-age]')) {
    const text = ago(Math.max(0, (Date.now() - Date.parse(time.dateTime)) / 1000));
    if (time.textContent !== text) time.textContent = text;
  }
}

// Keys
const rows = () => [...document.querySelectorAll('tbody tr[data-href]')];

function move(by) {
  const all = rows();
  if (all.length === 0) return;
  const now = all.findIndex(r => r.getAttribute('aria-selected') === 'true');
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  all[now]?.removeAttribute('aria-selected');
  next.setAttribute('aria-selected', 'true');
  next.querySelector('a')?.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

const actions = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  '/': () => document.querySelector('input[type="search"]')?.focus(),
  g: () => { location.href = '/batches'; },
  '?': () => document.getElementById('keys')?.showModal(),
};

document.addEventListener('keydown', e => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, select, textarea, dialog[open], [contenteditable]')) return;
  if (e.key.startsWith('Arrow') && !e.target.closest('tbody')) return;
  if (actions[e.key]) {
    e.preventDefault();
    actions[e.key]();
  }
});

document.addEventListener('click', async e => {
  const copy = e.target.closest('[data-copy]');
  if (copy) {
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent);
    copy.textContent = 'Copied';
    setTimeout(() => { copy.textContent = 'Copy'; }, 2000);
  }
});

document.addEventListener('change', e => {
  if (e.target.matches('[data-submit]')) e.target.form.requestSubmit();
});

// The clipboard is available on secure pages and on pages of this machine.
if (navigator.clipboard) for (const button of document.querySelectorAll('[data-copy]')) button.hidden = false;
for (const button of document.querySelectorAll('[data-without-script]')) button.hidden = true;
setInterval(tick, 10000);
tick();
if (document.body.dataset.live) watch(document.body.dataset.live);
