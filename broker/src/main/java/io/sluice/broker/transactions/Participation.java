/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.transactions;

/** How a partition that a producer writes to comes to be part of its transaction (KIP-890). */
public enum Participation {
    /** It was added before; the client knows no error for that it was not but {@code INVALID_TXN_STATE}. */
    ADDED_BEFORE_BY_OLD_CLIENT,
    /** It was added before. */
    ADDED_BEFORE,
    /** It is added when it is first written to. */
    ADDED_BY_WRITING;

    private static final int FIRST_PRODUCE_WITH_ABORTABLE = 11;
    private static final int FIRST_PRODUCE_THAT_ADDS = 12;
    private static final int FIRST_OFFSET_COMMIT_WITH_ABORTABLE = 4;
    private static final int FIRST_OFFSET_COMMIT_THAT_ADDS = 5;

    public static Participation byProduce(int version) {
        return of(version, FIRST_PRODUCE_WITH_ABORTABLE, FIRST_PRODUCE_THAT_ADDS);
    }

    public static Participation byOffsetCommit(int version) {
        return of(version, FIRST_OFFSET_COMMIT_WITH_ABORTABLE, FIRST_OFFSET_COMMIT_THAT_ADDS);
    }

    private static Participation of(int version, int firstWithAbortable, int firstThatAdds) {
        if (version >= firstThatAdds) {
            return ADDED_BY_WRITING;
        }
        return version >= firstWithAbortable ? ADDED_BEFORE : ADDED_BEFORE_BY_OLD_CLIENT;
    }
}
