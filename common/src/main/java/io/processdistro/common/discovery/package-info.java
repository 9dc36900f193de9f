/**
 * Finding controllers and nodes on the local network with mDNS. A hint and no more: whoever is
 * found must still be entered with a token, and whoever is not seen any more may well be alive.
 */
package io.processdistro.common.discovery;
