/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.sink;

import java.util.List;

/**
 * The outcome of an event.
 *
 * @param state holds once all effects have been carried out
 * @param effects in their order
 */
public record Step(State state, List<Effect> effects) {

    public Step {
        effects = List.copyOf(effects);
    }

    static Step to(State state, Effect... effects) {
        return new Step(state, List.of(effects));
    }
}
