/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

/** Why a file is in no merge. */
public enum SkipReason {
    RIGHT_SIZE("right size"),
    ALONE("no other file to merge with"),
    TOO_LITTLE_NEW("merged already, and too little is new beside it"),
    TOO_MANY_DEAD("merged already, and would become more dead bytes than the target size"),
    OVER_BUDGET("no room in the budget of this run"),
    DEAD_CAP("would leave more dead bytes in the table than allowed; waiting for them to be reclaimed"),
    TOO_YOUNG("younger than the grace period"),
    PARTITION_BUSY("files of the partition changed too recently"),
    PARTITION_YOUNG("the time of the partition ended too recently"),
    NOT_CHOSEN("partition not chosen"),
    IN_DOUBT("part of an unfinished replacement or publication"),
    UNREADABLE("not readable as Parquet");

    private final String words;

    SkipReason(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
