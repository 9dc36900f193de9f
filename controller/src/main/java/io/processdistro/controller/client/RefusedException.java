package io.processdistro.controller.client;

import io.processdistro.common.text.PlainLine;
import io.processdistro.controller.api.view.ProblemView;

/** The controller said no and why. */
public final class RefusedException extends ClientException {
  private static final long serialVersionUID = 1;
  private static final int UNAUTHORIZED = 401;

  private final transient ProblemView problem;

  RefusedException(ProblemView problem) {
    super(message(problem), null);
    this.problem = problem;
  }

  public ProblemView problem() {
    return problem;
  }

  /** Whether the same request can never be accepted: it is wrong in itself. */
  public boolean requestIsWrong() {
    return switch (problem.status()) {
      case 400, 413, 422 -> true;
      default -> false;
    };
  }

  /** The same with what was probably meant in place of the hint. */
  RefusedException meaning(String near) {
    return new RefusedException(
        new ProblemView(
            problem.type(),
            problem.title(),
            problem.status(),
            problem.code(),
            problem.detail(),
            "did you mean " + near + "?",
            problem.field(),
            problem.complaints()));
  }

  private static String message(ProblemView problem) {
    if (problem.status() == UNAUTHORIZED) {
      return "the controller does not accept the token: give the right one with --token-file"
          + " (the controller's state directory holds it in controller.json)";
    }
    var text = new StringBuilder();
    if (problem.field() != null && !problem.detail().contains(problem.field())) {
      text.append(problem.field()).append(": ");
    }
    text.append(problem.detail());
    if (problem.hint() != null && !problem.hint().isBlank()) {
      text.append(endsSentence(text) ? " " : "; ").append(problem.hint());
    }
    return PlainLine.of(text.toString());
  }

  private static boolean endsSentence(CharSequence text) {
    return !text.isEmpty() && ".!?".indexOf(text.charAt(text.length() - 1)) >= 0;
  }
}
