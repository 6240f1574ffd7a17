/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Sockets: {@link io.sluice.broker.net.ConnectionPipeline} is what happens to a connection's bytes, from top to
 * bottom. What the requests mean is not known here.
 */
@NullMarked
package io.sluice.broker.net;

import org.jspecify.annotations.NullMarked;
