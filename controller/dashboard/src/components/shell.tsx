import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Connection } from '../api/stream';
import { clock, count } from '../format';
import { hrefOf, type Route, titleOf } from '../route';
import { useApp } from '../state/app';
import { useNotices } from '../state/notices';
import { Help, type HelpHandle } from './help';
import { Shortcuts } from './shortcuts';
import { ThemeSwitch } from './theme-switch';

const PLACES: { route: Route; label: string }[] = [
  { route: { page: 'overview' }, label: 'Overview' },
  { route: { page: 'submit', type: null }, label: 'Submit' },
  { route: { page: 'events' }, label: 'Events' },
];

/** What stands around every page. */
export function Shell(props: { route: Route; onLogOut: () => void; children: ComponentChildren }) {
  const { live, session } = useApp();
  const help = useRef<HelpHandle>(null);
  const title = titleOf(props.route);
  useEffect(() => {
    document.title = `${title} · ProcessDistro`;
  }, [title]);
  return (
    <>
      <a class="skip" href="#content" onClick={skipToContent}>
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href="#/">
          <span class="brand-mark" aria-hidden="true" />
          <span class="brand-name">{live.overview?.controller.name ?? 'ProcessDistro'}</span>
        </a>
        <nav aria-label="Pages">
          {PLACES.map(({ route, label }) => (
            <a
              key={label}
              href={hrefOf(route)}
              aria-current={route.page === props.route.page ? 'page' : undefined}
            >
              {label}
            </a>
          ))}
        </nav>
        <div class="tools">
          <ConnectionSign connection={live.connection} />
          <ThemeSwitch />
          <button
            type="button"
            class="quiet"
            onClick={() => help.current?.open()}
            aria-label="Keyboard shortcuts"
          >
            ?
          </button>
          <button type="button" class="quiet" onClick={props.onLogOut} title={session.name ?? ''}>
            Log out
          </button>
        </div>
      </header>
      <Banners />
      <NoticeLine />
      <main id="content" tabIndex={-1}>
        {props.children}
      </main>
      <Help handle={help} />
      <Shortcuts openHelp={() => help.current?.open()} />
    </>
  );
}

/** Not by the address: what stands behind # says which page is open. */
function skipToContent(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function ConnectionSign({ connection }: { connection: Connection }) {
  const words = { connecting: 'connecting', live: 'live', lost: 'connection lost', refused: 'no live data' };
  return (
    <span class={`connection connection-${connection.kind}`} role="status">
      <span aria-hidden="true" class="dot" />
      <span>{words[connection.kind]}</span>
    </span>
  );
}

function Banners() {
  const { live } = useApp();
  const { connection, overview } = live;
  return (
    <div class="banners">
      {overview?.insecure && (
        <p class="banner banner-danger" role="alert">
          <strong>Insecure.</strong> This controller speaks plain HTTP
          {overview.open_to_all ? ' to everybody in the network' : ', on this computer only'}: who can listen
          can read tokens, inputs and results. Start it without --insecure.
        </p>
      )}
      {overview && overview.controller.store !== 'healthy' && (
        <p class="banner banner-danger" role="alert">
          <strong>The store is {overview.controller.store}.</strong> {overview.controller.store_reason}
        </p>
      )}
      {connection.kind === 'lost' && (
        <LostBanner reason={connection.reason} retryAt={connection.retryAtMillis} />
      )}
      {connection.kind === 'refused' && (
        <p class="banner banner-trouble" role="alert">
          {connection.reason}
        </p>
      )}
    </div>
  );
}

function LostBanner({ reason, retryAt }: { reason: string; retryAt: number }) {
  const { live } = useApp();
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
  return (
    <div class="banner banner-trouble" role="alert">
      <strong>Connection lost.</strong> {reason}
      {live.overview && <> What you see is from {clock(live.overview.at)}.</>}{' '}
      <span aria-live="off">{seconds > 0 ? `Next try in ${count(seconds)} s.` : 'Trying again…'}</span>{' '}
      <button type="button" onClick={live.retryNow}>
        Try now
      </button>
    </div>
  );
}

function NoticeLine() {
  const notices = useNotices();
  const notice = notices.current;
  return (
    <div class="notice-place" role="status" aria-live="polite">
      {notice && (
        <p class={`notice notice-${notice.kind}`}>
          {notice.text}
          <button type="button" class="quiet" onClick={notices.dismiss} aria-label="Dismiss">
            ×
          </button>
        </p>
      )}
    </div>
  );
}
