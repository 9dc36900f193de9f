import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import { Client } from '../api/client';
import { EventsPage } from '../pages/events';
import { JobPage } from '../pages/job';
import { NodePage } from '../pages/node';
import { OverviewPage } from '../pages/overview';
import { SubmitPage } from '../pages/submit';
import { UnknownPage } from '../pages/unknown';
import type { Route } from '../route';
import { forgetSession, keepSession, type LoggedIn } from '../session';
import { AppContext, useRoute } from '../state/app';
import { useLive } from '../state/live';
import { NoticesContext, useNoticesState } from '../state/notices';
import { Login } from './login';
import { Shell } from './shell';

/** The log-in form, or the pages behind it. */
export function Root(props: { session: LoggedIn | null; trouble: string | null }) {
  const [session, setSession] = useState(props.session);
  const [reason, setReason] = useState(props.trouble);
  const logIn = (given: LoggedIn) => {
    keepSession(given);
    setReason(null);
    setSession(given);
  };
  const logOut = useCallback((why: string | null) => {
    forgetSession();
    setReason(why);
    setSession(null);
  }, []);
  return session === null ? (
    <Login reason={reason} onLogIn={logIn} />
  ) : (
    <LoggedInRoot key={session.token} session={session} onLogOut={logOut} />
  );
}

function LoggedInRoot(props: { session: LoggedIn; onLogOut: (why: string | null) => void }) {
  const { session, onLogOut } = props;
  const route = useRoute();
  const token = useRef(session.token);
  const client = useMemo(
    () =>
      new Client(
        () => token.current,
        () => onLogOut('Your session has ended. Log in again to go on where you were.'),
      ),
    [onLogOut],
  );
  const live = useLive(client, route);
  const notices = useNoticesState();
  return (
    <AppContext.Provider value={{ client, session, live }}>
      <NoticesContext.Provider value={notices}>
        <Shell route={route} onLogOut={() => onLogOut(null)}>
          <Page route={route} />
        </Shell>
      </NoticesContext.Provider>
    </AppContext.Provider>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'job':
      return <JobPage key={route.id} id={route.id} />;
    case 'node':
      return <NodePage key={route.id} id={route.id} />;
    case 'submit':
      return <SubmitPage type={route.type} />;
    case 'events':
      return <EventsPage />;
    case 'unknown':
      return <UnknownPage />;
  }
}
