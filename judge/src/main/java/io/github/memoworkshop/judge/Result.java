package io.github.memoworkshop.judge;

import java.util.List;

/**
 * What came of one submission.
 *
 * @param name what it is called in the reports
 * @param trouble why none of it could be judged, or an empty text
 * @param cells one for each promise of each stage, in the order of the grid
 */
public record Result(String name, String trouble, List<Cell> cells) {

    /** The same result under another name. */
    Result named(String other) {
        return new Result(other, trouble, cells);
    }
}
