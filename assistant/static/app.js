/* Only what makes the page nicer; every page works without it. ES2015. */
(function () {
  'use strict';

  /** After a page came in: read errors first, else the heading, as a full page load would. */
  function settle(swapped) {
    var summary = document.querySelector('[data-errors]');
    var target = summary || (swapped && document.querySelector('main h1'));
    if (!target) { return; }
    target.setAttribute('tabindex', '-1');
    target.focus({ preventScroll: !summary });
  }

  /** Links of the error box put the cursor into the field. */
  document.addEventListener('click', function (event) {
    var link = event.target.closest ? event.target.closest('[data-errors] a[href^="#"]') : null;
    var field = link && document.getElementById(link.getAttribute('href').slice(1));
    if (!field) { return; }
    event.preventDefault();
    field.focus();
    field.scrollIntoView();
  });

  document.addEventListener('click', function (event) {
    var button = event.target.closest ? event.target.closest('[data-copy]') : null;
    if (!button || !navigator.clipboard) { return; }
    navigator.clipboard.writeText(button.getAttribute('data-copy')).then(function () {
      button.textContent = button.getAttribute('data-done');
    });
  });

  /** Tell about the idle limit two minutes before it; the answers are kept either way. */
  var timer = 0;
  function watch() {
    window.clearTimeout(timer);
    var box = document.querySelector('[data-idle]');
    if (!box) { return; }
    timer = window.setTimeout(function () { box.hidden = false; }, Number(box.getAttribute('data-idle')) * 1000);
    var button = box.querySelector('button');
    button.onclick = function () {
      fetch(box.getAttribute('data-alive'), { credentials: 'same-origin' }).then(function () { box.hidden = true; watch(); });
    };
  }

  /** Copy buttons and the like exist only where they can work. */
  function reveal() {
    var found = document.querySelectorAll(navigator.clipboard ? '[data-script]' : '[data-none]');
    for (var i = 0; i < found.length; i += 1) { found[i].hidden = false; }
    var speak = 'speechSynthesis' in window ? document.querySelector('[data-speak]') : null;
    if (speak) { speak.hidden = false; }
  }

  /** The box of the conversation is empty as soon as its words are on the way, and has them again if they never left. */
  var underway = '';
  document.addEventListener('htmx:beforeSend', function (event) {
    var box = event.detail.elt && event.detail.elt.id === 'say' ? document.getElementById('text') : null;
    if (box) { underway = box.value; box.value = ''; }
  });
  function giveBack() {
    var box = document.getElementById('text');
    if (box && underway && !box.value) { box.value = underway; }
  }
  document.addEventListener('htmx:timeout', giveBack);
  document.addEventListener('htmx:sendError', giveBack);

  /** When the network stalls, send the form the plain way; a repeated form changes nothing twice. */
  function plainly(event) {
    var element = event.detail && event.detail.elt;
    if (element && element.tagName === 'FORM') { HTMLFormElement.prototype.submit.call(element); }
    if (element && element.tagName === 'A') { window.location.href = element.href; }
  }
  document.addEventListener('htmx:timeout', plainly);

  /** The conversation: new turns are added below; the cursor stays in the box, the page only moves for who is at its end. */
  var following = false;
  function chatOf(element) { return element && element.closest ? element.closest('[data-chat]') : null; }
  document.addEventListener('htmx:beforeSwap', function (event) {
    var detail = event.detail;
    if (!detail.target || detail.target.id !== 'turns') { return; }
    var address = detail.xhr.responseURL || window.location.href;
    if (detail.xhr.status >= 400 || new URL(address).pathname !== window.location.pathname) {
      detail.shouldSwap = false;
      window.location.href = address;
      return;
    }
    following = window.innerHeight + window.pageYOffset > document.documentElement.scrollHeight - 120;
    var old = detail.target.querySelectorAll('[id], [data-fresh]');
    for (var i = 0; i < old.length; i += 1) { old[i].removeAttribute('id'); old[i].removeAttribute('data-fresh'); }
  });
  function settleChat() {
    var box = document.getElementById('text');
    var latest = document.getElementById('latest');
    var writing = box && document.activeElement === box;
    if (latest && !writing) { latest.focus({ preventScroll: true }); }
    if (latest && following) { latest.scrollIntoView(); }
  }

  /** Reading aloud, where the phone can. */
  document.addEventListener('click', function (event) {
    var button = event.target.closest ? event.target.closest('[data-speak]') : null;
    if (!button) { return; }
    if (window.speechSynthesis.speaking) { window.speechSynthesis.cancel(); return; }
    var turns = document.querySelectorAll('.turn[data-fresh]:not(.mine) .bubble');
    var words = '';
    for (var i = 0; i < turns.length; i += 1) { words += turns[i].textContent + '\n'; }
    var speech = new SpeechSynthesisUtterance(words);
    speech.lang = 'zh-CN';
    speech.rate = 0.9;
    window.speechSynthesis.speak(speech);
  });

  document.addEventListener('htmx:afterSettle', function (event) {
    if (chatOf(event.target)) { settleChat(); return; }
    settle(true); watch(); reveal();
  });
  window.addEventListener('pageshow', function (event) { if (event.persisted) { window.location.reload(); } });
  settle(false); watch(); reveal();
}());
