/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. {@link io.sluice.broker.Broker} is where all objects of a broker are made and wired, and nothing else; {@link
 * io.sluice.broker.BrokerMain} runs one as a process.
 */
@NullMarked
package io.sluice.broker;

import org.jspecify.annotations.NullMarked;
