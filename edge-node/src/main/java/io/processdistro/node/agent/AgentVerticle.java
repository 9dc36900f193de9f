package io.processdistro.node.agent;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.random.RandomGenerator;

/** Puts the agent on an event loop. */
final class AgentVerticle extends VerticleBase {
  private final NodeAgent.Parts parts;
  private final RandomGenerator random;
  private NodeAgent agent;

  AgentVerticle(NodeAgent.Parts parts, RandomGenerator random) {
    this.parts = parts;
    this.random = random;
  }

  @Override
  public Future<?> start() {
    agent = new NodeAgent(vertx, context, parts, random);
    agent.start();
    return Future.succeededFuture();
  }

  /** After the deployment only. */
  NodeAgent agent() {
    return agent;
  }

  /** After the deployment only. */
  Context loop() {
    return context;
  }
}
