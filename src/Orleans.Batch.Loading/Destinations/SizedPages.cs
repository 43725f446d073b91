namespace Orleans.Batch.Loading;

/// <summary>Cuts a sequence into pages by number and size, depending only on the elements and the limits.</summary>
internal static class SizedPages
{
    /// <summary>The pages in order; none is empty. An element that is larger than a page has one of its own.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="maxCount">The most elements of a page.</param>
    /// <param name="maxSize">The largest size of a page: that of its elements, and 1 between two.</param>
    /// <param name="sizeOf">The size of an element.</param>
    public static IEnumerable<List<T>> Cut<T>(IEnumerable<T> elements, int maxCount, int maxSize, Func<T, int> sizeOf)
    {
        var (page, size) = (new List<T>(), 0);
        foreach (var element in elements)
        {
            if (page.Count == maxCount || (page.Count > 0 && size + sizeOf(element) > maxSize))
            {
                yield return page;
                (page, size) = ([], 0);
            }

            page.Add(element);
            size += sizeOf(element) + 1;
        }

        if (page.Count > 0)
        {
            yield return page;
        }
    }
}
