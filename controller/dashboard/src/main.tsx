import { render } from 'preact';
import { messageOf } from './api/client';
import { Root } from './components/root';
import { keepSession, type LoggedIn, logInWithCode, readSession, takeCode } from './session';
import './style.css';
import { applyTheme } from './theme';

/** A code in the address counts more than a session that is still there. */
async function begin(): Promise<{ session: LoggedIn | null; trouble: string | null }> {
  const code = takeCode();
  if (code === null) return { session: readSession(), trouble: null };
  try {
    const session = await logInWithCode(code);
    keepSession(session);
    return { session, trouble: null };
  } catch (error) {
    return { session: readSession(), trouble: messageOf(error) };
  }
}

applyTheme();
const page = document.getElementById('page');
if (page) void begin().then(start => render(<Root {...start} />, page));
