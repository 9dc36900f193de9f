package io.processdistro.controller.top;

import io.processdistro.controller.api.view.OverviewJson;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.client.LiveEvents;
import io.processdistro.controller.client.UnreachableException;
import java.util.Optional;

/**
 * The newest overview, kept up to date by a thread of its own; a lost connection is made again
 * until the end.
 */
final class LiveCluster implements AutoCloseable {
  private static final long RETRY_MILLIS = 1_000;

  private final ControllerClient client;
  private final Thread reader;
  private State state;
  private LiveEvents events;
  private boolean closed;

  /**
   * @param overview the last that was heard
   * @param trouble why nothing newer is heard; empty while all is well
   * @param refusal that no retry would change
   */
  record State(
      OverviewJson overview, Optional<String> trouble, Optional<ClientException> refusal) {}

  private LiveCluster(ControllerClient client, OverviewJson first) {
    this.client = client;
    this.state = new State(first, Optional.empty(), Optional.empty());
    this.reader = Thread.ofPlatform().daemon().name("live").unstarted(this::follow);
  }

  /**
   * @throws ClientException if the controller cannot be asked even once
   */
  static LiveCluster follow(ControllerClient client) throws ClientException {
    var cluster = new LiveCluster(client, client.overview());
    cluster.reader.start();
    return cluster;
  }

  synchronized State state() {
    return state;
  }

  private void follow() {
    while (!isClosed()) {
      try (var stream = client.live(Optional.empty())) {
        open(stream);
        while (!isClosed()) {
          if (stream.next() instanceof LiveEvents.Event.Cluster(OverviewJson overview)) {
            heard(overview);
          }
        }
      } catch (UnreachableException e) {
        lost("connection lost: " + e.getMessage() + "; trying again");
      } catch (ClientException e) {
        refused(e);
        return;
      }
      pause();
    }
  }

  private synchronized void open(LiveEvents stream) {
    events = stream;
    if (closed) stream.close();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void heard(OverviewJson overview) {
    state = new State(overview, Optional.empty(), Optional.empty());
  }

  private synchronized void lost(String trouble) {
    state = new State(state.overview(), Optional.of(trouble), Optional.empty());
  }

  private synchronized void refused(ClientException e) {
    state = new State(state.overview(), Optional.empty(), Optional.of(e));
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (events != null) events.close();
    reader.interrupt();
  }
}
