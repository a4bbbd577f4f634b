"""The names of languages as exports write them (Unicode CLDR, in the languages of the databases' interfaces)."""

import re

NAMES = {
    "en": "english, englisch, anglais, inglés, inglese, inglês, engels, английский, 英语, 英文, 英語, 영어, "
    "angielski",
    "de": "deutsch, german, allemand, alemán, tedesco, alemão, duits, немецкий, 德语, 德文, ドイツ語, 독일어, "
    "niemiecki",
    "fr": "français, french, französisch, francés, francese, francês, frans, французский, 法语, 法文, フランス語, "
    "프랑스어, francuski",
    "es": "español, spanish, spanisch, espagnol, spagnolo, espanhol, spaans, испанский, 西班牙语, 西班牙文, "
    "スペイン語, 스페인어, hiszpański",
    "it": "italiano, italian, italienisch, italien, italiaans, итальянский, 意大利语, 意大利文, イタリア語, "
    "이탈리아어, włoski",
    "pt": "português, portuguese, portugiesisch, portugais, portugués, portoghese, portugees, португальский, "
    "葡萄牙语, 葡萄牙文, ポルトガル語, 포르투갈어, portugalski",
    "nl": "nederlands, dutch, niederländisch, néerlandais, neerlandés, olandese, holandês, нидерландский, 荷兰语, "
    "荷兰文, オランダ語, 네덜란드어, niderlandzki",
    "da": "dansk, danish, dänisch, danois, danés, danese, dinamarquês, deens, датский, 丹麦语, 丹麦文, "
    "デンマーク語, 덴마크어, duński",
    "sv": "svenska, swedish, schwedisch, suédois, sueco, svedese, zweeds, шведский, 瑞典语, 瑞典文, "
    "スウェーデン語, 스웨덴어, szwedzki",
    "no": "norsk bokmål, norwegian bokmål, norwegisch (bokmål), norvégien bokmål, noruego bokmal, "
    "norvegese bokmål, bokmål norueguês, noors - bokmål, норвежский букмол, 书面挪威语, 书面挪威文, "
    "ノルウェー語(ブークモール), 노르웨이어(보크말), norweski (bokmål)",
    "fi": "suomi, finnish, finnisch, finnois, finés, finlandese, finlandês, fins, финский, 芬兰语, 芬兰文, "
    "フィンランド語, 핀란드어, fiński",
    "is": "íslenska, icelandic, isländisch, islandais, islandés, islandese, islandês, ijslands, исландский, "
    "冰岛语, 冰岛文, アイスランド語, 아이슬란드어, islandzki",
    "ga": "gaeilge, irish, irisch, irlandais, irlandés, irlandese, irlandês, iers, ирландский, 爱尔兰语, 爱尔兰文, "
    "アイルランド語, 아일랜드어, irlandzki",
    "ca": "català, catalan, katalanisch, catalán, catalano, catalão, catalaans, каталанский, 加泰罗尼亚语, "
    "加泰罗尼亚文, カタロニア語, 카탈로니아어, kataloński",
    "eu": "euskara, basque, baskisch, euskera, basco, баскский, 巴斯克语, 巴斯克文, バスク語, 바스크어, baskijski",
    "gl": "galego, galician, galicisch, galicien, gallego, galiziano, галисийский, 加利西亚语, 加利西亚文, "
    "ガリシア語, 갈리시아어, galicyjski",
    "cs": "čeština, czech, tschechisch, tchèque, checo, ceco, tcheco, tsjechisch, чешский, 捷克语, 捷克文, "
    "チェコ語, 체코어, czeski",
    "sk": "slovenčina, slovak, slowakisch, slovaque, eslovaco, slovacco, slowaaks, словацкий, 斯洛伐克语, "
    "斯洛伐克文, スロバキア語, 슬로바키아어, słowacki",
    "pl": "polski, polish, polnisch, polonais, polaco, polacco, polonês, pools, польский, 波兰语, 波兰文, "
    "ポーランド語, 폴란드어",
    "hu": "magyar, hungarian, ungarisch, hongrois, húngaro, ungherese, hongaars, венгерский, 匈牙利语, 匈牙利文, "
    "ハンガリー語, 헝가리어, węgierski",
    "sl": "slovenščina, slovenian, slowenisch, slovène, esloveno, sloveno, sloveens, словенский, 斯洛文尼亚语, "
    "斯洛文尼亚文, スロベニア語, 슬로베니아어, słoweński",
    "hr": "hrvatski, croatian, kroatisch, croate, croata, croato, хорватский, 克罗地亚语, 克罗地亚文, "
    "クロアチア語, 크로아티아어, chorwacki",
    "sr": "српски, serbian, serbisch, serbe, serbio, serbo, sérvio, servisch, сербский, 塞尔维亚语, 塞尔维亚文, "
    "セルビア語, 세르비아어, serbski",
    "bs": "bosanski, bosnian, bosnisch, bosniaque, bosnio, bosniaco, bósnio, боснийский, 波斯尼亚语, 波斯尼亚文, "
    "ボスニア語, 보스니아어, bośniacki",
    "ro": "română, romanian, rumänisch, roumain, rumano, rumeno, romeno, roemeens, румынский, 罗马尼亚语, "
    "罗马尼亚文, ルーマニア語, 루마니아어, rumuński",
    "bg": "български, bulgarian, bulgarisch, bulgare, búlgaro, bulgaro, bulgaars, болгарский, 保加利亚语, "
    "保加利亚文, ブルガリア語, 불가리아어, bułgarski",
    "ru": "русский, russian, russisch, russe, ruso, russo, 俄语, 俄文, ロシア語, 러시아어, rosyjski",
    "uk": "українська, ukrainian, ukrainisch, ukrainien, ucraniano, ucraino, oekraïens, украинский, 乌克兰语, "
    "乌克兰文, ウクライナ語, 우크라이나어, ukraiński",
    "be": "беларуская, belarusian, belarussisch, biélorusse, bielorruso, bielorusso, bielorrusso, белорусский, "
    "白俄罗斯语, 白俄罗斯文, ベラルーシ語, 벨라루스어, białoruski",
    "mk": "македонски, macedonian, mazedonisch, macédonien, macedonio, macedone, macedônio, macedonisch, "
    "македонский, 马其顿语, 马其顿文, マケドニア語, 마케도니아어, macedoński",
    "sq": "shqip, albanian, albanisch, albanais, albanés, albanese, albanês, albanees, албанский, 阿尔巴尼亚语, "
    "阿尔巴尼亚文, アルバニア語, 알바니아어, albański",
    "el": "ελληνικά, greek, griechisch, grec, griego, greco, grego, grieks, греческий, 希腊语, 希腊文, ギリシャ語, "
    "그리스어, grecki",
    "tr": "türkçe, turkish, türkisch, turc, turco, turks, турецкий, 土耳其语, 土耳其文, トルコ語, 튀르키예어, "
    "turecki",
    "az": "azərbaycan, azerbaijani, aserbaidschanisch, azerbaïdjanais, azerbaiyano, azerbaigiano, azerbaijano, "
    "azerbeidzjaans, азербайджанский, 阿塞拜疆语, 阿塞拜疆文, アゼルバイジャン語, 아제르바이잔어, "
    "azerbejdżański",
    "et": "eesti, estonian, estnisch, estonien, estonio, estone, estoniano, estisch, эстонский, 爱沙尼亚语, "
    "爱沙尼亚文, エストニア語, 에스토니아어, estoński",
    "lv": "latviešu, latvian, lettisch, letton, letón, lettone, letão, lets, латышский, 拉脱维亚语, 拉脱维亚文, "
    "ラトビア語, 라트비아어, łotewski",
    "lt": "lietuvių, lithuanian, litauisch, lituanien, lituano, litouws, литовский, 立陶宛语, 立陶宛文, "
    "リトアニア語, 리투아니아어, litewski",
    "he": "עברית, hebrew, hebräisch, hébreu, hebreo, ebraico, hebraico, hebreeuws, иврит, 希伯来语, 希伯来文, "
    "ヘブライ語, 히브리어, hebrajski",
    "ar": "العربية, arabic, arabisch, arabe, árabe, arabo, арабский, 阿拉伯语, 阿拉伯文, アラビア語, 아랍어, "
    "arabski",
    "fa": "فارسی, persian, persisch, persan, persa, persiano, perzisch, персидский, 波斯语, 波斯文, ペルシア語, "
    "페르시아어, perski",
    "id": "indonesia, indonesian, indonesisch, indonésien, indonesio, indonesiano, indonésio, индонезийский, "
    "印度尼西亚语, 印度尼西亚文, インドネシア語, 인도네시아어, indonezyjski",
    "ms": "melayu, malay, malaiisch, malais, malayo, malese, malaio, maleis, малайский, 马来语, 马来文, マレー語, "
    "말레이어, malajski",
    "vi": "tiếng việt, vietnamese, vietnamesisch, vietnamien, vietnamita, vietnamees, вьетнамский, 越南语, 越南文, "
    "ベトナム語, 베트남어, wietnamski",
    "th": "ไทย, thai, thailändisch, thaï, tailandés, thailandese, tailandês, тайский, 泰语, 泰文, タイ語, 태국어, "
    "tajski",
    "hi": "हिन्दी, hindi, híndi, хинди, 印地语, 印地文, ヒンディー語, 힌디어",
    "bn": "বাংলা, bangla, bengalisch, bengali, bengalí, bengalese, bengaals, бенгальский, 孟加拉语, 孟加拉文, "
    "ベンガル語, 벵골어, bengalski",
    "ur": "اردو, urdu, ourdou, урду, 乌尔都语, 乌尔都文, ウルドゥー語, 우르두어",
    "ta": "தமிழ், tamil, tamoul, tâmil, тамильский, 泰米尔语, 泰米尔文, タミル語, 타밀어, tamilski",
    "ka": "ქართული, georgian, georgisch, géorgien, georgiano, грузинский, 格鲁吉亚语, 格鲁吉亚文, ジョージア語, "
    "조지아어, gruziński",
    "hy": "հայերեն, armenian, armenisch, arménien, armenio, armeno, armênio, armeens, армянский, 亚美尼亚语, "
    "亚美尼亚文, アルメニア語, 아르메니아어, ormiański",
    "kk": "қазақ тілі, kazakh, kasachisch, kazajo, kazako, cazaque, kazachs, казахский, 哈萨克语, 哈萨克文, "
    "カザフ語, 카자흐어, kazachski",
    "ja": "日本語, japanese, japanisch, japonais, japonés, giapponese, japonês, japans, японский, 日语, 日文, "
    "일본어, japoński",
    "ko": "한국어, korean, koreanisch, coréen, coreano, koreaans, корейский, 韩语, 韩文, 韓国語, koreański",
    "zh": "中文, chinese, chinesisch, chinois, chino, cinese, chinês, chinees, китайский, 中国語, 중국어, chiński",
    "sw": "kiswahili, swahili, suaheli, suajili, suaíli, суахили, 斯瓦希里语, 斯瓦希里文, スワヒリ語, 스와힐리어, "
    "suahili",
    "af": "afrikaans, afrikáans, africâner, африкаанс, 南非荷兰语, 南非荷兰文, アフリカーンス語, 아프리칸스어",
}  # fmt: skip
CODES = {name.strip(): code for code, names in NAMES.items() for name in names.split(",")}
CODES |= {"norwegian": "no", "norwegisch": "no", "norvégien": "no", "norsk": "no", "chinese": "zh", "mandarin": "zh"}
THREE = {"eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "spa": "es", "ita": "it", "por": "pt"}


def language_name(code: str) -> str:
    """The English name of a language, "German" for de; of one that is not listed, its code."""
    if code not in NAMES:
        return code
    names = [name.strip() for name in NAMES[code].split(",")]
    return names[0 if code in ("en", "af") else 1].capitalize()


def language_code(name: str | None) -> str | None:
    """The code of the first language that an export names ("GERMAN; DEUTSCH", "Deutsch", "德文"), or null."""
    for part in re.split(r"[;,/|]", (name or "").lower().replace("i̇", "i")):
        part = part.strip(" .\u200e")
        if code := CODES.get(part) or THREE.get(part):
            return code
        if re.fullmatch(r"[a-z]{2}(?:[-_][a-z]{2,4})?", part):
            return part[:2]
    return None
