package atlasprox.rounds;

/** A question that is answered for clients joined: what is known of several by the number of what they are joined in. */
public interface Joining {

    /** @return for each client the number of what it is joined in, by which it is answered */
    int[] numbers();
}
