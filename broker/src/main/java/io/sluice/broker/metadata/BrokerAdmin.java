/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.metadata;

import java.util.Map;
import java.util.function.UnaryOperator;

/** Port. Settings of brokers that change while they run. Thread-safe; durable and in force when a call returns. */
public interface BrokerAdmin {

    /**
     * Changes what is set on a broker.
     *
     * @param broker its id as text, or "" for all brokers
     * @param change from all that is set to all that is to be set; no other change comes in between. What it throws is
     *     passed on, and nothing is changed
     */
    void configureBroker(String broker, UnaryOperator<Map<String, String>> change);
}
