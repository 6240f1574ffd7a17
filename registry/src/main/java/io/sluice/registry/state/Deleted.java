/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

/** Which versions are meant where some were deleted softly. */
public enum Deleted {
    WITHOUT,
    WITH,
    ONLY;

    boolean includes(boolean isDeleted) {
        return switch (this) {
            case WITHOUT -> !isDeleted;
            case WITH -> true;
            case ONLY -> isDeleted;
        };
    }
}
