package atlasprox.rounds;

/** A question that each side answers once for all its clients, under the number of its first: updates are only added up. */
public interface Together {}
