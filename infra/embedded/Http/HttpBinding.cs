using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Functions.Embedded.Http;

/// <summary>Gives an HTTP function's parameters: the request, its context, or a value of the route or the query by name.</summary>
internal static class HttpBinding
{
    public static ValueTask<object?> BindAsync(ParameterInfo parameter, HttpContext http)
    {
        if (parameter.ParameterType == typeof(HttpRequest))
        {
            return ValueTask.FromResult<object?>(http.Request);
        }
        if (parameter.ParameterType == typeof(HttpContext))
        {
            return ValueTask.FromResult<object?>(http);
        }
        var text =
            http.Request.RouteValues.TryGetValue(parameter.Name!, out var value) && value is not null
                ? Convert.ToString(value, CultureInfo.InvariantCulture)
                : http.Request.Query[parameter.Name!].FirstOrDefault();
        if (text is null)
        {
            return ValueTask.FromResult(Missing(parameter));
        }
        return ValueTask.FromResult(Parse(parameter, text));
    }

    private static object? Missing(ParameterInfo parameter)
    {
        if (parameter.HasDefaultValue)
        {
            return parameter.DefaultValue;
        }
        var type = parameter.ParameterType;
        return !type.IsValueType || Nullable.GetUnderlyingType(type) is not null
            ? null
            : throw new HttpBindingException($"'{parameter.Name}' is missing.");
    }

    private static object? Parse(ParameterInfo parameter, string text)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(string))
        {
            return text;
        }
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new HttpBindingException($"'{text}' is not a {type.Name} for '{parameter.Name}'.");
        }
    }
}

/// <summary>A parameter's text is not what its type needs.</summary>
internal sealed class HttpBindingException(string message) : Exception(message);
