import { Empty } from '../components/basics';

export function UnknownPage() {
  return (
    <>
      <h1>Nothing here</h1>
      <Empty title="This address leads nowhere.">
        <p>
          <a href="#/">Go to the overview</a>
        </p>
      </Empty>
    </>
  );
}
