package io.processdistro.controller.security;

/** Identifies by the tokens that were handed out. */
public final class ApiTokens implements Identification {
  private final TokenStore store;

  public ApiTokens(TokenStore store) {
    this.store = store;
  }

  @Override
  public Identity identify(Credentials credentials) {
    if (credentials.bearer().isEmpty()) return new Identity.Unjudged();
    return switch (store.check(credentials.bearer().get())) {
      case TokenVerdict.Right(var token) ->
          new Identity.Known(new Principal(token.name(), token.role()));
      case TokenVerdict.Worthless(var token, var reason) -> new Identity.Refused(reason);
      case TokenVerdict.Unknown() -> new Identity.Unjudged();
    };
  }
}
