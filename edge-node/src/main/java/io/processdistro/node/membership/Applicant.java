package io.processdistro.node.membership;

import io.processdistro.common.trust.AdmissionCode;
import io.processdistro.common.values.NodeName;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a node needs for asking to be admitted without a token.
 *
 * @param tell where people read the code and what to do with it, a line each
 * @param confirmed asked when a controller has admitted this node: whether that is the controller
 *     that was meant. Who named it has said so; one that was only found on the network may be
 *     anybody, whose word proves nothing
 */
public record Applicant(NodeName name, Consumer<String> tell, Predicate<AdmissionCode> confirmed) {}
