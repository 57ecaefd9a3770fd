// Command alloy-components prints what Alloy's registry says about components, as JSON: their arguments, blocks and
// exports. It imports internal packages of Alloy, so it has to be built inside a checkout of the wanted version:
//
//	cp -r packages/config-renderers/alloy-components <alloy>/alloy-components
//	cd <alloy> && go run ./alloy-components <version> <component>... > components.json
package main

import (
	"encoding"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/grafana/alloy/internal/component"
	_ "github.com/grafana/alloy/internal/component/all"
	"github.com/grafana/alloy/internal/runtime/logging"
	"github.com/grafana/alloy/syntax"
	"github.com/grafana/alloy/syntax/alloytypes"
)

// Body is what may stand between the braces of a component or block. A "?" after a type makes it optional.
type Body struct {
	Attributes map[string]string `json:"attributes,omitempty"`
	// Blocks by name: the name of their body, with "?" when none is needed and "*" when several are allowed.
	Blocks map[string]string `json:"blocks,omitempty"`
}

type Component struct {
	Stability string            `json:"stability"`
	Body      string            `json:"body"`
	Exports   map[string]string `json:"exports,omitempty"`
}

type Table struct {
	Alloy      string               `json:"alloy"`
	Components map[string]Component `json:"components"`
	// Blocks at the top level that are no components.
	Blocks map[string]string `json:"blocks"`
	Bodies map[string]*Body  `json:"bodies"`
}

var (
	capsule  = reflect.TypeFor[syntax.Capsule]()
	text     = reflect.TypeFor[encoding.TextUnmarshaler]()
	duration = reflect.TypeFor[time.Duration]()
	secret   = reflect.TypeFor[alloytypes.Secret]()
	optional = reflect.TypeFor[alloytypes.OptionalSecret]()
)

func main() {
	table := Table{os.Args[1], map[string]Component{}, map[string]string{}, map[string]*Body{}}
	for _, name := range os.Args[2:] {
		registration, ok := component.Get(name)
		if !ok {
			panic("no component " + name)
		}
		found := Component{Stability: strings.Trim(registration.Stability.String(), `"`), Body: table.body(reflect.TypeOf(registration.Args))}
		if registration.Exports != nil {
			exports := Body{map[string]string{}, map[string]string{}}
			table.fields(reflect.TypeOf(registration.Exports), &exports, "")
			found.Exports = exports.Attributes
		}
		table.Components[name] = found
	}
	table.Blocks["logging"] = table.body(reflect.TypeFor[logging.Options]())
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(table); err != nil {
		panic(err)
	}
}

func (t *Table) body(of reflect.Type) string {
	of = pointed(of)
	// Several packages call their arguments "docker.Arguments": the folder tells them apart.
	name := strings.TrimPrefix(of.PkgPath(), "github.com/grafana/alloy/internal/") + "." + of.Name()
	if _, known := t.Bodies[name]; known {
		return name
	}
	body := Body{map[string]string{}, map[string]string{}}
	t.Bodies[name] = &body
	t.fields(of, &body, "")
	return name
}

func (t *Table) fields(of reflect.Type, body *Body, prefix string) {
	for i := range of.NumField() {
		field := of.Field(i)
		tag, tagged := field.Tag.Lookup("alloy")
		if !tagged {
			continue
		}
		parts := strings.Split(tag, ",")
		name, flags := prefix+parts[0], parts[1:]
		mark := ""
		if has(flags, "optional") {
			mark = "?"
		}
		inner := pointed(field.Type)
		switch {
		case has(flags, "squash"):
			t.fields(inner, body, prefix)
		case has(flags, "enum"):
			for j := range inner.Elem().NumField() {
				each := inner.Elem().Field(j)
				parts := strings.Split(each.Tag.Get("alloy"), ",")
				body.Blocks[name+"."+parts[0]] = t.body(each.Type) + "?*"
			}
		case has(flags, "block"):
			if inner.Kind() == reflect.Slice {
				mark += "*"
				inner = inner.Elem()
			}
			body.Blocks[name] = t.body(inner) + mark
		case has(flags, "attr"):
			body.Attributes[name] = typeName(field.Type) + mark
		}
	}
}

func typeName(of reflect.Type) string {
	switch {
	case pointed(of) == secret, pointed(of) == optional:
		return "secret"
	case pointed(of) == duration:
		return "duration"
	case of.Implements(capsule), reflect.PointerTo(of).Implements(capsule):
		return "capsule(" + strings.TrimPrefix(of.String(), "*") + ")"
	case of.Implements(text), reflect.PointerTo(of).Implements(text):
		return "string"
	}
	switch of.Kind() {
	case reflect.Pointer:
		return typeName(of.Elem())
	case reflect.String, reflect.Bool:
		return of.Kind().String()
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Slice:
		return "list(" + typeName(of.Elem()) + ")"
	case reflect.Map:
		return "map(" + typeName(of.Elem()) + ")"
	}
	return "capsule(" + of.String() + ")"
}

func pointed(of reflect.Type) reflect.Type {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	return of
}

func has(flags []string, flag string) bool {
	for _, each := range flags {
		if each == flag {
			return true
		}
	}
	return false
}
