package workshop.memo1;

import workshop.promises.Remembers;

/** Stage 1: the memo remembers. */
class Memo1Test implements Remembers {

    @Override
    public Class<?> memo() {
        return Memo.class;
    }
}
