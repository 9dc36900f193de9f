/**
 * How nodes become members: with a token for joining or the operator's, they get certificates that
 * say which node they are, renew them, and lose them when they are revoked.
 */
package io.processdistro.controller.security.join;
