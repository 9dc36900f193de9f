package io.processdistro.node.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.processdistro.node.agent.EdgeNode;
import io.processdistro.node.agent.NodeStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Carries out requests, whatever they are. Safe for use by many threads; blocks for seconds. */
final class OwnerCommands {
  private static final long ANSWER_SECONDS_MAX = 8;

  /** Not what the parser says: that speaks of our classes. */
  private static final String NO_REQUEST =
      "a request is one line of JSON: {\"command\":\"status\"}, {\"command\":\"resume\"}, or"
          + " {\"command\":\"pause\",\"seconds\":7200}, seconds being optional";

  private final Supplier<Optional<EdgeNode>> node;

  /**
   * @param node empty while there is none yet
   */
  OwnerCommands(Supplier<Optional<EdgeNode>> node) {
    this.node = node;
  }

  LocalReply answer(String line) {
    try {
      return carryOut(LocalJson.request(line));
    } catch (ValueInstantiationException e) {
      return LocalReply.refused(e.getCause().getMessage());
    } catch (JsonProcessingException e) {
      return LocalReply.refused(NO_REQUEST);
    }
  }

  private LocalReply carryOut(LocalRequest request) {
    var running = node.get();
    if (running.isEmpty()) {
      return LocalReply.refused(
          "this node is just starting: it looks for its controller, or waits to be let in");
    }
    return switch (request) {
      case LocalRequest.Status status -> await(running.get().status());
      case LocalRequest.Pause(Long seconds) ->
          statusAfter(
              running.get(),
              running.get().pause(Optional.ofNullable(seconds).map(Duration::ofSeconds)));
      case LocalRequest.Resume resume -> statusAfter(running.get(), running.get().resume());
    };
  }

  private static LocalReply statusAfter(EdgeNode node, CompletionStage<Void> change) {
    return await(change.thenCompose(ignored -> node.status()));
  }

  private static LocalReply await(CompletionStage<NodeStatus> status) {
    try {
      return LocalReply.of(status.toCompletableFuture().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      return LocalReply.refused("the node did not answer within " + ANSWER_SECONDS_MAX + " s");
    } catch (ExecutionException e) {
      return LocalReply.refused(String.valueOf(e.getCause().getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return LocalReply.refused("the node stops");
    }
  }
}
