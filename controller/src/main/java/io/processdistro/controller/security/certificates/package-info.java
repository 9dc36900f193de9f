/**
 * The controller's own authority (CA): how it is made and kept, the certificates that it issues for
 * the controller itself and for nodes, and how the server's are changed while it runs. The only
 * user of BouncyCastle, which the JDK needs for writing certificates, not for TLS.
 */
package io.processdistro.controller.security.certificates;
