package io.github.memoworkshop.judge;

/** Makes text of others fit to be shown. */
final class Text {

    private Text() {}

    /**
     * Names characters that cannot be seen, or that turn the direction of writing and so make a text look like another
     * one, by their code. Tabs and line ends stay. So do letters of all scripts, emoji included.
     */
    static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(it -> {
            boolean isHidden = it != '\n' && it != '\t' && switch (Character.getType(it)) {
                case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE,
                        Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
                case Character.FORMAT -> it != 0x200D; // the joiner that emoji are put together with
                default -> false;
            };
            if (isHidden) {
                shown.append(String.format("<U+%04X>", it));
            } else {
                shown.appendCodePoint(it);
            }
        });
        return shown.toString();
    }
}
