/**
 * What gets you on when you are stuck. Each class is a command of its own, run with {@code java} and the name of its
 * file, or in an IDE. It needs neither Maven nor a network, and Java 11 is enough for it to say that more is needed.
 */
package workshop.help;
