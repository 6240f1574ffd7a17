/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

/**
 * A wish to change something. Decides and changes nothing: what it returns is written to the log, and takes effect when
 * {@link RegistryState#apply} sees it there. It is asked again if another registry has written meanwhile.
 */
@FunctionalInterface
public interface Command<T> {

    /** @throws RegistryException if it cannot be done */
    Decision<T> decide(RegistryState state);
}
