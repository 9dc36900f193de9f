package io.processdistro.node.agent;

import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.node.link.MessageSender;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the controller, and the desk, whenever this node begins or ceases to take work. Belongs to
 * the event loop.
 */
final class IntakeNotices {
  private static final Logger LOG = LoggerFactory.getLogger(IntakeNotices.class);

  private final Intake intake;
  private final MessageSender link;
  private final Runnable changed;

  /** The controller understands when this node says that it takes no more work. */
  private boolean understood;

  /**
   * @param changed the desk looks again
   */
  IntakeNotices(Intake intake, MessageSender link, Runnable changed) {
    this.intake = intake;
    this.link = link;
    this.changed = changed;
  }

  /** A controller that has just taken the node in believes that it takes work. */
  void welcomed(ControllerMessage.Welcome welcome) {
    understood = welcome.protocolMinor() >= WireLimits.INTAKE_SINCE_MINOR;
    if (!intake.isOpen()) say();
  }

  void roomChanged(boolean hasRoom) {
    if (intake.room(hasRoom)) tell();
  }

  void ownerSays(List<String> objections) {
    if (!intake.objections(objections)) return;
    LOG.info(
        "owner={} reason=\"{}\"",
        objections.isEmpty() ? "allows-work" : "forbids-work",
        String.join("; ", objections));
    tell();
  }

  private void tell() {
    say();
    changed.run();
  }

  private void say() {
    if (understood) link.send(intake.message());
  }
}
