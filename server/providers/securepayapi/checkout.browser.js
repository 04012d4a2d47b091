import { bindCardFields } from './card-fields.browser.js';

// The hosted page works as a plain form; this only checks the entry before it is sent and keeps a second press from sending it twice.
for (const form of document.querySelectorAll('form')) {
  const fields = form.dataset.role === 'card-form' ? bindCardFields(form) : undefined;
  let isSent = false;
  form.addEventListener('submit', (event) => {
    if (isSent || (fields && fields.readCard() === undefined)) event.preventDefault();
    else isSent = true;
  });
}
