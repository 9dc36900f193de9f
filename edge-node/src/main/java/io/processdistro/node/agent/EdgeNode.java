package io.processdistro.node.agent;

import io.processdistro.common.state.StateException;
import io.processdistro.node.blobs.BlobCache;
import io.processdistro.node.blobs.HttpBlobs;
import io.processdistro.node.modules.CheckedModules;
import io.processdistro.node.owner.OwnerWord;
import io.processdistro.node.spool.SpoolDirectory;
import io.processdistro.node.supervisor.PrivateJvmLauncher;
import io.processdistro.node.supervisor.RunnerLauncher;
import io.processdistro.node.supervisor.UserRunners;
import io.processdistro.node.tasks.ModuleShelf;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A running edge node: its own Vert.x, an agent on one event loop of it, and runner processes. For
 * the command line, for tests and for benchmarks. Every method may be called from any thread that
 * is not one of Vert.x.
 */
public final class EdgeNode implements AutoCloseable {
  /** The agent's loop, and one for the sockets of transfers. */
  private static final int EVENT_LOOPS = 2;

  /** Transfers, hashing of cached blobs and file work, none of which computes for long. */
  private static final int WORKERS = 8;

  private final Vertx vertx;
  private final Context loop;
  private final NodeAgent agent;

  private EdgeNode(Vertx vertx, Context loop, NodeAgent agent) {
    this.vertx = vertx;
    this.loop = loop;
    this.agent = agent;
  }

  /**
   * Opens the node's directory and starts to connect and to test the runner.
   *
   * @param launcher starts the runner of the built-in modules
   * @param users how the runners of users' modules are started
   * @param builtInModules the modules that this node runs, as they are
   * @throws StateException if the directory cannot be used
   */
  public static EdgeNode start(
      NodeConfig config, RunnerLauncher launcher, UserRunners users, List<byte[]> builtInModules)
      throws StateException {
    var vertx = Vertx.vertx(options());
    try {
      var random = new SecureRandom();
      var blobs =
          new HttpBlobs(
              vertx,
              config.link().controller(),
              config.link().entrance(),
              config.transfers(),
              random);
      var directory = config.directory();
      var cache = BlobCache.open(vertx, directory.resolve("blobs"), blobs, config.cacheBytesMax());
      var parts =
          new NodeAgent.Parts(
              config,
              new HostProbe(),
              cache,
              blobs,
              SpoolDirectory.open(directory.resolve("spool"), config.identity()),
              ModuleShelf.layOut(directory.resolve("modules"), builtInModules),
              launcher,
              CheckedModules.open(vertx, cache, directory.resolve("user-modules")),
              users.limits(),
              PrivateJvmLauncher.open(
                  users.commands(), users.wrapper(), directory.resolve("runners")),
              users.wrapper().facts(),
              OwnerWord.open(config.owner(), directory));
      var verticle = new AgentVerticle(parts, random);
      vertx.deployVerticle(verticle).await();
      return new EdgeNode(vertx, verticle.loop(), verticle.agent());
    } catch (StateException | RuntimeException e) {
      vertx.close().await();
      throw e;
    }
  }

  private static VertxOptions options() {
    return new VertxOptions()
        .setEventLoopPoolSize(EVENT_LOOPS)
        .setWorkerPoolSize(WORKERS)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /** Ends when a controller has taken the node in for the first time. */
  public CompletionStage<Void> connected() {
    return agent.connected().toCompletionStage();
  }

  /** Ends when the node has left or given up; {@link #close} is still to be called. */
  public CompletionStage<NodeEnd> ended() {
    return agent.ended().toCompletionStage();
  }

  /** What its owner is shown. */
  public CompletionStage<NodeStatus> status() {
    return onLoop(() -> Future.succeededFuture(agent.status()));
  }

  /**
   * Shows the node's metrics on a port of loopback, until it is closed.
   *
   * @param port 0 for any free one
   * @return the port; fails if it is taken
   */
  public CompletionStage<Integer> showMetrics(int port) {
    return onLoop(() -> MetricsPort.open(vertx, port, agent::status));
  }

  /**
   * Takes no more work, gives back what has not started and finishes what runs.
   *
   * @param span for so long; empty for until it is resumed, also in its next lives
   * @return ends when that holds, fails if it cannot be written down
   */
  public CompletionStage<Void> pause(Optional<Duration> span) {
    return onLoop(() -> agent.owner().pause(span));
  }

  /** Ends a pause; other limits still count. Ends and fails as {@link #pause} does. */
  public CompletionStage<Void> resume() {
    return onLoop(() -> agent.owner().resume());
  }

  private <T> CompletionStage<T> onLoop(Supplier<Future<T>> task) {
    var promise = Promise.<T>promise();
    loop.runOnContext(ignored -> task.get().onComplete(promise));
    return promise.future().toCompletionStage();
  }

  /** Begins to leave in good order; {@link #ended} tells the end. */
  public void leave() {
    loop.runOnContext(ignored -> agent.leave());
  }

  /** Stops at once: ends the runner and drops the connection without a goodbye. */
  @Override
  public void close() {
    var stopped = Promise.<Void>promise();
    loop.runOnContext(ignored -> agent.abandon().onComplete(done -> stopped.complete()));
    stopped.future().compose(ignored -> vertx.close()).await();
  }
}
