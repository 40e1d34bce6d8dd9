package atlasprox.rounds;

/**
 * One of the things that a method asks its clients, by a name that all sides know it by.
 *
 * @param name letters in lower case
 * @param message the class of what the server sends
 * @param update the class of what each client answers with: sums and small parameters, never cells
 * @param <M> what the server sends
 * @param <U> what each client answers with
 */
public record Exchange<M, U>(String name, Class<M> message, Class<U> update) {}
